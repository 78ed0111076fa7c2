internal import Glibc

/// Why a command did not get its tokens, or did not start.
package enum HandOutError: Error, Hashable, Sendable {
    /// The name of a variable is not of the form `[A-Za-z_][A-Za-z0-9_]*`.
    case invalidName(String)
    /// The variable was given twice.
    case duplicateName(String)
    /// A variable that redirects programs or has them load code.
    case forbiddenName(String)
    /// A value holds a NUL byte, which no environment can carry.
    case nulInValue
    /// There is no guarded memory to be had.
    case memory
    /// The program that knows the clipboard did not take the string.
    case clipboard
    /// A file cannot be written, and is as it was; the value is errno.
    case unwritable(Int32)
    /// The file belongs to this user, in a folder where others may have put it.
    case planted(UInt32)
    /// Others may write to the folder of a file that nobody else may put there.
    case sharedFolder(String)
    /// What is at the path of a file is no file that may be replaced.
    case notReplaceable
    /// Another process keeps the file up to date.
    case keptElsewhere
    /// A file was replaced, and its folder could not be synced; the value is errno.
    case notDurable(Int32)
    /// The command was not found.
    case notFound
    /// There is no process, pipe or terminal to be had; the value is errno.
    case notStarted(Int32)
    /// The command cannot be executed; the value is errno.
    case notExecutable(Int32)

    init(errno number: Int32) { self = number == ENOENT ? .notFound : .notExecutable(number) }
}
