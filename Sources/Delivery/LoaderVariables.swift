/// The variables by which the loader and the C library load code or files: those that a program with more rights than its caller is not
/// given (ld.so(8), "secure-execution mode").
enum LoaderVariables {
    /// What such a variable begins with.
    static let prefixes = [
        "LD_", "GLIBC_TUNABLES=", "GCONV_PATH=", "GETCONF_DIR=", "HOSTALIASES=", "LOCALDOMAIN=", "LOCPATH=",
        "MALLOC_", "NIS_PATH=",
        "NLSPATH=", "RESOLV_HOST_CONF=", "RES_OPTIONS=", "TZDIR=",
    ]
}
