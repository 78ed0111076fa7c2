/// A whole answer. Its body may hold a secret, and is wiped when the last who has it lets go.
package struct HTTPAnswer {
    /// The status, such as 200.
    package let status: Int
    /// The headers that were wanted.
    package let headers: AnswerHeaders
    /// The body.
    package let body: AnswerBuffer
}
