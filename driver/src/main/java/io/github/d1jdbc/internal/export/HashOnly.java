package io.github.d1jdbc.internal.export;

import java.security.MessageDigest;
import java.util.HexFormat;

/** Computes the digests of a download and keeps nothing. One thread at a time. */
final class HashOnly implements Receiver {
    private MessageDigest sha256 = Digests.sha256();
    private EtagCheck etag = EtagCheck.none();
    private long position;

    @Override
    public long position() {
        return position;
    }

    @Override
    public boolean restartable() {
        return true;
    }

    @Override
    public void restart() {
        sha256 = Digests.sha256();
        etag = EtagCheck.none();
        position = 0;
    }

    @Override
    public void identify(Identity identity) {
        etag = EtagCheck.of(identity.etag(), identity.total(), 1);
    }

    @Override
    public void take(byte[] bytes, int offset, int length) {
        sha256.update(bytes, offset, length);
        etag.update(bytes, offset, length);
        position += length;
    }

    String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    EtagCheck.Verdict etagVerdict() {
        return etag.verdict();
    }
}
