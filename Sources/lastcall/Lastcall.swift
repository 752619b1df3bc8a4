@main
struct Lastcall {
  static func main() {}
}
