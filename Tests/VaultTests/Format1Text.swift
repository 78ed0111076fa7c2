import CSQLite

/// The first column of what a statement gives, as text: for tests that have to know what stands in a file.
enum SQLText {
    static func rows(_ statement: String, in path: String) -> [String] {
        var (handle, prepared): (OpaquePointer?, OpaquePointer?) = (nil, nil)
        defer {
            unsafe sqlite3_finalize(prepared)
            unsafe sqlite3_close_v2(handle)
        }
        guard unsafe sqlite3_open(path, &handle) == SQLITE_OK,
            unsafe sqlite3_prepare_v2(handle, statement, -1, &prepared, nil) == SQLITE_OK
        else { return [] }
        var found: [String] = []
        while unsafe sqlite3_step(prepared) == SQLITE_ROW {
            if let text = unsafe sqlite3_column_text(prepared, 0) {
                found.append(unsafe String(cString: text))
            }
        }
        return found
    }
}
