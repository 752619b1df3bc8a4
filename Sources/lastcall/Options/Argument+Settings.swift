import ArgumentParser
import Settings

/// Refuses a wrong setting as wrong usage, while it is known that a flag is to blame.
func checkFlags(_ flags: [Setting: String]) throws {
  do {
    try LoadedSettings.check(flags: flags)
  } catch {
    throw ValidationError("--\(error.problem)")
  }
}
