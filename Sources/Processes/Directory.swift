import CLibrary

/// The names in a directory, hidden ones among them, in no order; none where it cannot be read.
package func names(inDirectory path: String) -> [String] {
  guard let directory = opendir(path) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    // An entry is as long as its name: a copy of its whole type would read beyond the last one.
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { break }
    let name = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
    names.append(String(cString: name))
  }
  return names
}
