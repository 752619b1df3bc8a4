/// A large value kept outside of the one that has it, which is then cheap to move.
///
/// An array of one: it is shared by copies and copied when one of them is written, by the array's own
/// means.
@propertyWrapper
public struct Boxed<Value: Sendable>: Sendable {
  @usableFromInline var box: [Value]

  @inlinable
  public init(wrappedValue: Value) { box = [wrappedValue] }

  @inlinable
  public var wrappedValue: Value {
    _read { yield box[0] }
    _modify { yield &box[0] }
  }
}
