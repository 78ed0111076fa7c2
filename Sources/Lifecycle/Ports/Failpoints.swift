#if DEBUG
    /// Points before and after every durable step and every request, in test builds only.
    ///
    /// They lie in the ports, so that no step of any operation, present or to come, can be without them.
    package protocol Failpoints: AnyObject {
        /// Passes a point; `false` when nothing may reach either side any more. It need not return at all.
        func pass() -> Bool
    }
#endif
