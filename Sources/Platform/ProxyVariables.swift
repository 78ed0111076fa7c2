internal import Glibc

/// The variables of the environment that lead to a proxy, as libcurl reads them.
package enum ProxyVariables {
    /// In libcurl's order; the first that is set is the proxy (CURLOPT_PROXY(3)).
    package static let proxies = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    /// Hosts that are reached without the proxy.
    package static let exceptions = ["no_proxy", "NO_PROXY"]

    /// Those that are set, each as `NAME=VALUE`.
    package static var settings: [String] {
        (proxies + exceptions).compactMap { name in
            Environment.repairedValue(name).map { "\(name)=\($0)" }
        }
    }

    /// Has this process's environment say just that; other variables that are named are passed over. For a process with one thread.
    package static func use(_ settings: [String]) {
        for name in proxies + exceptions {
            _ = unsafe unsetenv(name)
            guard let setting = settings.first(where: { $0.hasPrefix(name + "=") }) else { continue }
            _ = unsafe setenv(name, String(setting.dropFirst(name.count + 1)), 1)
        }
    }
}
