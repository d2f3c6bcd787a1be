package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.Finding.Kind;

/** Counts what is wrong with the characters of statements and cells. One thread at a time. */
final class CharacterCheck {

    private final Findings findings;
    private long invalid;
    private long firstInvalid = -1;
    private long replacements;
    private long nuls;

    CharacterCheck(Findings findings) {
        this.findings = findings;
    }

    /** Whether a statement that stands between two indexes has only ASCII and no NUL; else it is looked through. */
    boolean isPlain(byte[] bytes, int from, int to, DumpStatement statement, String object) {
        if (Bytes.isPlain(bytes, from, to)) return true;
        int zeros = Bytes.count(bytes, from, to, '\0');
        if (zeros > 0) {
            nuls += zeros;
            findings.add(
                    Kind.NUL, object, statement, "a NUL byte in " + object + ": SQLite reads no further than to it");
        }
        replacements += Utf8.replacements(bytes, from, to);
        for (int i = Utf8.firstInvalid(bytes, from, to); i < to; i = Utf8.firstInvalid(bytes, i + 1, to)) {
            if (invalid++ == 0) firstInvalid = statement.offset() + i - from;
        }
        return false;
    }

    Inspection.Encoding encoding() {
        return new Inspection.Encoding(invalid, firstInvalid, replacements, nuls);
    }
}
