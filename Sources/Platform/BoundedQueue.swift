internal import Glibc

/// Values on their way from one thread to another, in order, and no more at a time than a limit allows.
@safe package final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    private let limit: Int
    /// Everything below is used under this lock.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var waiting: [(element: Element, weight: Int)] = []
    /// How many of those that wait were taken already.
    private var taken = 0
    private var weight = 0
    private var isEnded = false

    /// Takes what all that waits may weigh together; a single value may weigh more.
    package init(limit: Int) {
        self.limit = limit
        unsafe mutex = .allocate(capacity: 1)
        unsafe changed = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(changed, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Puts a value behind the others; waits while that would be too much.
    package func put(_ element: Element, weight: Int) {
        locked {
            while self.weight > 0, self.weight + weight > limit { unsafe pthread_cond_wait(changed, mutex) }
            waiting.append((element, weight))
            self.weight += weight
        }
    }

    /// Says that no more comes.
    package func end() { locked { isEnded = true } }

    /// The next value, which is waited for; `nil` after the last.
    package func take() -> Element? {
        locked {
            while taken == waiting.count, !isEnded { unsafe pthread_cond_wait(changed, mutex) }
            guard taken < waiting.count else { return nil }
            let (element, weight) = waiting[taken]
            self.weight -= weight
            taken += 1
            // What was taken is let go, a batch at a time.
            if taken == waiting.count || taken == BoundedQueue.batch {
                waiting.removeFirst(taken)
                taken = 0
            }
            return element
        }
    }

    private static var batch: Int { 64 }

    private func locked<R>(_ body: () -> R) -> R {
        unsafe pthread_mutex_lock(mutex)
        defer {
            unsafe pthread_cond_broadcast(changed)
            unsafe pthread_mutex_unlock(mutex)
        }
        return body()
    }
}
