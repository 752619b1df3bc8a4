import Testing

@testable import ManifestCheck
