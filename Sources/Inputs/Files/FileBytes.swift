internal import CLibrary
internal import ShutdownModel
public import Time

/// The bytes of a file, or of stdin, piece by piece; what gzip or zstd has packed is unpacked by them.
///
/// Reading waits: use it on a thread of its own.
public final class FileBytes {
  /// As it was given; `-` is stdin.
  public let path: String
  /// How many bytes it has on the disk; nil for a pipe.
  public let size: Int?
  /// When it was last written to.
  public let modifiedAt: Instant
  /// The first bytes, at most ``peekLength``, which are read again.
  public private(set) var beginning: [UInt8] = []
  /// Why what was packed ended too early, once the end is reached.
  public private(set) var damage: FileError?
  private let file: CInt
  /// What is read: the file, or the pipe from the program that unpacks it.
  private var source: CInt
  private var unpacking: Unpacking?
  private var beginningLeft = 0

  /// So much is looked at before anything is read.
  public static let peekLength = 64 << 10

  /// Opens a file and looks at its beginning.
  ///
  /// - Throws: ``FileError`` when it cannot be read.
  public init(path: String) throws(FileError) {
    self.path = path
    file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    source = file
    guard file >= 0 else { throw FileError(path, errno: errno) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      if file != STDIN_FILENO { closeDescriptor(file) }
      throw FileError(path, errno: EISDIR)
    }
    #if canImport(Darwin)
      let modified = status.st_mtimespec
    #else
      let modified = status.st_mtim
    #endif
    modifiedAt = Instant(seconds: Double(modified.tv_sec))
    size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    do throws(FileError) {
      try peek()
      if size != nil, let program = Unpacking.program(for: beginning) {
        lseek(file, 0, SEEK_SET)
        let unpacking = try Unpacking(program, path: path, file: file)
        source = unpacking.output
        self.unpacking = unpacking
        try peek()
        if beginning.isEmpty, let reason = unpacking.finish() { throw FileError(path, reason) }
      }
    } catch {
      close()
      throw error
    }
  }

  deinit { close() }

  /// How much of the file on the disk has been read.
  public var position: Int { max(Int(lseek(file, 0, SEEK_CUR)), 0) }

  /// Reads some bytes into a buffer; 0 at the end.
  ///
  /// What was packed and turns out to be damaged ends early, and ``damage`` says so.
  ///
  /// - Throws: ``FileError``.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    if beginningLeft > 0 {
      let count = min(beginningLeft, buffer.count)
      beginning.withUnsafeBytes { bytes in
        let start = beginning.count - beginningLeft
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + count)]))
      }
      beginningLeft -= count
      return count
    }
    let count = try readSource(buffer)
    if count == 0, damage == nil { damage = unpacking?.finish().map { FileError(path, $0) } }
    return count
  }

  private func peek() throws(FileError) {
    var bytes = [UInt8](repeating: 0, count: FileBytes.peekLength)
    var count = 0
    while count < bytes.count {
      var failure: FileError?
      let more = bytes.withUnsafeMutableBytes { buffer in
        do throws(FileError) {
          return try readSource(UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
        } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      if more == 0 { break }
      count += more
    }
    beginning = Array(bytes[..<count])
    beginningLeft = count
  }

  private func readSource(_ buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    while true {
      #if canImport(Darwin)
        let count = Darwin.read(source, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        let count = Musl.read(source, buffer.baseAddress, buffer.count)
      #else
        let count = Glibc.read(source, buffer.baseAddress, buffer.count)
      #endif
      if count >= 0 { return count }
      guard errno == EINTR else { throw FileError(path, errno: errno) }
    }
  }

  private func close() {
    if let unpacking { closeDescriptor(unpacking.output) }
    if file > STDIN_FILENO { closeDescriptor(file) }
  }
}

/// `close(2)`, which inside a type with a method of that name cannot be called by its own.
private func closeDescriptor(_ descriptor: CInt) {
  _ = close(descriptor)
}

extension FileBytes {
  /// Reads some bytes behind an index of an array; 0 at the end.
  func read(into bytes: inout [UInt8], from start: Int) throws(FileError) -> Int {
    var failure: FileError?
    let count = bytes.withUnsafeMutableBytes { bytes in
      do throws(FileError) {
        return try read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return count
  }
}
