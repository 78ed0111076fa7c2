import Glibc
import Secrets
import TestSupport
import Testing

/// Known values in every form in which they could leak.
struct Traces {
    let forms: [(name: String, bytes: [UInt8])]

    init(_ values: [(String, String)]) {
        forms = values.flatMap { name, value -> [(String, [UInt8])] in
            let raw = Array(value.utf8)
            let wide: [UInt8] = raw.flatMap { byte -> [UInt8] in [byte, 0] }
            // A text inside a longer one has three forms in base64; their middles do not depend on the neighbours.
            let inner: [(String, [UInt8])] = (0..<3).map { offset in
                ("\(name) in base64 at \(offset)", Traces.base64Core(raw, offset: offset))
            }
            let escaped = raw.flatMap { (byte: UInt8) -> [UInt8] in
                isalnum(Int32(byte)) != 0 ? [byte] : Array("%\(Hex.text([byte]))".utf8)
            }
            return [
                (name, raw), ("\(name) in hex", Array(Hex.text(raw).utf8)),
                ("\(name) in upper hex", Array(Hex.text(raw).uppercased().utf8)),
                ("\(name) in UTF-16", wide), ("\(name) in URL form", escaped),
            ] + inner
        }
    }

    /// The base64 of a text that starts `offset` bytes into something, without the digits that depend on neighbours.
    private static func base64Core(_ raw: [UInt8], offset: Int) -> [UInt8] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let start = (3 - offset) % 3
        let body = raw.dropFirst(start)
        let whole = Array(body.prefix(body.count / 3 * 3))
        return stride(from: 0, to: whole.count, by: 3).flatMap { place -> [UInt8] in
            let bits = Int(whole[place]) << 16 | Int(whole[place + 1]) << 8 | Int(whole[place + 2])
            return [18, 12, 6, 0].map { digits[bits >> $0 & 63] }
        }
    }

    /// The names of the forms that occur.
    func found(in bytes: [UInt8]) -> [String] {
        forms.filter { Traces.occurs($0.bytes, in: bytes) }.map(\.name)
    }

    private static func occurs(_ needle: [UInt8], in hay: [UInt8]) -> Bool {
        guard let first = needle.first, needle.count <= hay.count else { return false }
        return unsafe hay.withUnsafeBufferPointer { hay in
            (0...hay.count - needle.count).contains { start in
                unsafe hay[start] == first
                    && needle.indices.allSatisfy { unsafe hay[start + $0] == needle[$0] }
            }
        }
    }
}

@Suite("A sweep for known values")
struct SweepTests {
    /// While commands run, the command line and environment of every process of ours is written down. The name of
    /// `lockstep` is read again afterwards: `run` becomes the command, whose environment holds the token, as it should.
    static let watch = """
        while [ ! -e $F/stop ]; do
            for p in /proc/[0-9]*; do
                read -r name <$p/comm || continue
                case $name in
                lockstep-*) cat $p/cmdline $p/environ >>$F/processes ;;
                lockstep)
                    cat $p/cmdline $p/environ >$F/one
                    read -r after <$p/comm && [ "$after" = "$name" ] && cat $F/one >>$F/processes ;;
                esac
            done 2>/dev/null
            rm -f $F/one
        done &
        """

    @Test("finds each form of a value")
    func finds() {
        let traces = Traces([("it", "linodes:read_write")])
        let base64 = [
            "bGlub2RlczpyZWFkX3dyaXRl", "eGxpbm9kZXM6cmVhZF93cml0ZQ==", "eHhsaW5vZGVzOnJlYWRfd3JpdGU=",
        ]
        let others = [
            "6c696e6f6465733a726561645f7772697465", "linodes%3aread%5fwrite", "..linodes:read_write..",
        ]
        for text in base64 + others { #expect(traces.found(in: Array(text.utf8)).count == 1, "\(text)") }
        #expect(
            traces.found(in: Array("linodes:read_write".utf8).flatMap { byte -> [UInt8] in [byte, 0] }).count
                == 1)
        #expect(traces.found(in: Array("linodes:read_only".utf8)).isEmpty)
    }

    @Test(
        "no token string in a file, a stream, a command line or an environment; no label, scope or expiry in the vault"
    )
    func sweep() throws {
        let house = try House(["--latency", "50"])
        let label = "geheim-label-77"
        house.sh(
            """
            cp $LOCKSTEP_KEY_FILE $F/key2; export LOCKSTEP_SETTLE=1s PROVISIONING=
            \(SweepTests.watch)
            watcher=$!
            lockstep create \(label) --scope databases:rw --scope lke:ro --expiry 2027-03-04
            lockstep list; lockstep list --remote; lockstep show \(label) --json
            lockstep rename \(label) \(label)x; lockstep rename \(label)x \(label)
            lockstep create broken --scope nonsense:rw --expiry 1d; lockstep sync; lockstep audit; lockstep status
            lockstep run \(label) -- true
            kill -STOP \(house.sandbox.pid)  # a request that waits, until the watcher has seen who waits with it
            lockstep list --remote & tries=0
            until grep -q lockstep-provider $F/processes || [ $((tries += 1)) -gt 200 ]; do sleep 0.05; done
            kill -CONT \(house.sandbox.pid); wait $!
            touch $F/stop; wait $watcher
            """)
        let string = house.sh("lockstep get \(label)").out.split(separator: "\n").joined()
        #expect(string.utf8.count == 64)
        let secrets = Traces([("token string", string), ("provisioning token", house.sandbox.token)])
        let metadata = Traces([
            ("label", label), ("scope", "databases:read_write"), ("scope name", "databases"),
            ("expiry", "2027-03-04"),
            ("prefix", String(string.prefix(16))),
        ])
        var seen = 0
        for (name, bytes) in House.files(below: house.path) {
            // The one place where a token string belongs: the stdout of `get`.
            guard bytes != Array("\(string)\n".utf8) else { continue }
            seen += 1
            #expect(secrets.found(in: bytes).isEmpty, "\(name)")
            guard name.contains("/data/") || name.contains("/state/") else { continue }
            #expect(metadata.found(in: bytes).isEmpty, "\(name)")
        }
        #expect(seen >= 8)
        let processes = TemporaryFolder.bytes(of: "\(house.path)/processes")
        #expect(
            String(decoding: processes, as: UTF8.self).contains("lockstep-provider"), "no process was seen")
    }
}
