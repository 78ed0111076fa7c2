/// Arithmetic in the field of 256 elements, x⁸ + x⁴ + x³ + x + 1 (AES's), in constant time.
///
/// No table and no branch: a table of logarithms is looked up at places that are secret bytes, and which lines of the cache were touched
/// tells other processes about them. Every product here takes the same instructions, whatever its factors are.
enum GF256 {
    /// The product: eight times, one bit of `factor` decides by a mask whether a multiple is added.
    static func product(_ factor: UInt8, _ other: UInt8) -> UInt8 {
        var (sum, multiple, bits): (UInt8, UInt8, UInt8) = (0, other, factor)
        for _ in 0..<8 {
            sum ^= multiple & (0 &- (bits & 1))
            multiple = multiple << 1 ^ 0x1B & (0 &- (multiple >> 7))
            bits >>= 1
        }
        return sum
    }

    /// The inverse, which is the 254th power; 0 of 0.
    static func inverse(_ element: UInt8) -> UInt8 {
        var (power, square) = (UInt8(1), element)
        for _ in 0..<7 {
            square = product(square, square)
            power = product(power, square)
        }
        return power
    }
}
