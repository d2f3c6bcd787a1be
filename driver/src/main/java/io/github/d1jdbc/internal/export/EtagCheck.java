package io.github.d1jdbc.internal.export;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares downloaded bytes with the object's ETag. A plain one is the MD5 of the object; that of a multipart upload is
 * the MD5 of the parts' MD5s and the number of parts (S3's rule), for a part size that nobody tells: whole MiB sizes
 * that give this number are tried beside each other. One thread at a time.
 */
final class EtagCheck {

    enum Verdict {
        /** The bytes are those of the object. */
        MATCH,
        /** A plain MD5 differs: the bytes are wrong. */
        MISMATCH,
        /** No part size that was tried gives the ETag: wrong bytes, or an unusual part size. */
        NO_MATCH,
        /** There is no ETag, or none that is made of MD5. */
        NOT_POSSIBLE
    }

    /** How many part sizes are computed beside each other. */
    static final int AT_ONCE = 4;

    private static final long MIB = 1 << 20;
    // 5 MiB is S3's least part; the others are defaults of well-known uploaders.
    private static final int[] USUAL = {5, 8, 10, 16, 20, 25, 32, 50, 64, 100, 128, 256, 512, 1024};
    private static final Pattern MD5 = Pattern.compile("\"?([0-9a-fA-F]{32})(?:-(\\d{1,5}))?\"?");

    private final String wanted;
    private final boolean plain;
    private final List<Candidate> candidates = new ArrayList<>();

    private EtagCheck(String wanted, boolean plain) {
        this.wanted = wanted;
        this.plain = plain;
    }

    /**
     * Begins at the object's first byte.
     *
     * @param etag the header as it came, or null
     * @param total the object's length
     * @param round 0 at the first download, 1 at the second, which tries other part sizes
     */
    static EtagCheck of(@Nullable String etag, long total, int round) {
        Matcher form = MD5.matcher(etag == null ? "" : etag);
        if (!form.matches()) return new EtagCheck("", false);
        String hex = form.group(1).toLowerCase(Locale.ROOT);
        if (form.group(2) == null) {
            EtagCheck check = new EtagCheck(hex, true);
            check.candidates.add(new Candidate(Long.MAX_VALUE));
            return check;
        }
        EtagCheck check = new EtagCheck(hex, false);
        List<Long> sizes = partSizes(total, Integer.parseInt(form.group(2)));
        int from = sizes.size() > AT_ONCE * round ? AT_ONCE * round : 0;
        for (long size : sizes.subList(from, Math.min(sizes.size(), from + AT_ONCE))) {
            check.candidates.add(new Candidate(size));
        }
        return check;
    }

    /** Checks nothing. */
    static EtagCheck none() {
        return new EtagCheck("", false);
    }

    /** The whole-MiB part sizes that cut {@code total} bytes into {@code parts}, usual ones first. */
    static List<Long> partSizes(long total, int parts) {
        if (parts < 1 || total < 1) return List.of();
        if (parts == 1) return List.of(total);
        long least = Math.max(1, (total + parts * MIB - 1) / (parts * MIB));
        long most = (total - 1) / ((parts - 1) * MIB);
        List<Long> sizes = new ArrayList<>();
        for (int usual : USUAL) if (usual >= least && usual <= most) sizes.add(usual * MIB);
        for (long m = least; m <= most && sizes.size() < 4 * AT_ONCE; m++) {
            if (!sizes.contains(m * MIB)) sizes.add(m * MIB);
        }
        return sizes;
    }

    /** Takes the object's next bytes. */
    void update(byte[] bytes, int offset, int length) {
        for (Candidate candidate : candidates) candidate.update(bytes, offset, length);
    }

    /** Ends the computation. */
    Verdict verdict() {
        if (wanted.isEmpty()) return Verdict.NOT_POSSIBLE;
        for (Candidate candidate : candidates) {
            if (wanted.equals(plain ? candidate.whole() : candidate.multipart())) return Verdict.MATCH;
        }
        return plain ? Verdict.MISMATCH : Verdict.NO_MATCH;
    }

    /** The ETag that one part size would give. */
    private static final class Candidate {
        private final long partSize;
        private final MessageDigest part = Digests.md5();
        private final MessageDigest parts = Digests.md5();
        private long inPart;

        Candidate(long partSize) {
            this.partSize = partSize;
        }

        void update(byte[] bytes, int offset, int length) {
            int from = offset;
            int left = length;
            while (left > 0) {
                int step = (int) Math.min(left, partSize - inPart);
                part.update(bytes, from, step);
                inPart += step;
                from += step;
                left -= step;
                if (inPart == partSize) endPart();
            }
        }

        private void endPart() {
            parts.update(part.digest());
            inPart = 0;
        }

        String whole() {
            return HexFormat.of().formatHex(part.digest());
        }

        String multipart() {
            if (inPart > 0) endPart();
            return HexFormat.of().formatHex(parts.digest());
        }
    }
}
