// What the endpoint answers is a type of the library's users too, and the dashboard's.
@_exported public import PodStatus
