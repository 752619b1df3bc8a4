// What the controller throws is part of what this library offers.
@_exported public import struct Processes.SystemError
