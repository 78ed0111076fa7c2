import Testing

@Suite("Jobs in parallel")
struct ParallelTests {
    @Test("that each create, run and revoke all end with 0: whoever purges waits as writers do")
    func jobs() throws {
        let house = try House()
        let job = """
            lockstep create job-$1 --scope linodes:ro --expiry 9d && lockstep run job-$1 -- true \
            && lockstep revoke job-$1 --yes; echo $? >>"$F/codes"
            """
        let said = house.sh("cat >$F/job <<'END'\n\(job)\nEND\nseq 24 | xargs -P 16 -I{} sh $F/job {}")
        #expect(said.code == 0)
        #expect(house.sh("sort $F/codes | uniq -c | tr -s ' '").out == " 24 0\n", "\(said.err)")
        #expect(house.sh("lockstep status --json").out.contains(#""pending":0"#))
    }
}
