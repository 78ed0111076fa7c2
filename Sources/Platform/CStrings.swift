internal import Glibc

/// Lends words to C, as a list that ends with a null pointer. For words that are no secret: their copies are not wiped.
package func withCStrings<R>(
    _ words: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> R
) -> R {
    let copies = unsafe words.map { unsafe UnsafePointer(strdup($0)) }
    defer { unsafe copies.forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) } }
    var list: [UnsafePointer<CChar>?] = unsafe copies
    unsafe list.append(nil)
    return unsafe body(list)
}
