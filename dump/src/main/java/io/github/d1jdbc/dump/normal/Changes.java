package io.github.d1jdbc.dump.normal;

import io.github.d1jdbc.dump.DumpStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was rewritten or left out, each kind once with its first place and how often. One thread at a time. */
final class Changes {

    /** A dump can be made of nothing but oddities; they need not all be told. */
    private static final int MOST = 500;

    private record Place(long line, long offset) {}

    private static final class Seen {
        final Place first;
        long count;

        Seen(Place first) {
            this.first = first;
        }
    }

    private final Map<String, Seen> seen = new LinkedHashMap<>();

    void add(String sentence, DumpStatement at) {
        Seen known = seen.get(sentence);
        if (known == null) {
            if (seen.size() == MOST) return;
            known = new Seen(new Place(at.line(), at.offset()));
            seen.put(sentence, known);
        }
        known.count++;
    }

    void add(String sentence) {
        if (seen.size() < MOST) seen.putIfAbsent(sentence, new Seen(new Place(0, 0)));
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        seen.forEach((sentence, place) -> sentences.add(place.first.line == 0 ? sentence : sentence + where(place)));
        return sentences;
    }

    private static String where(Seen seen) {
        String place = String.format(Locale.ROOT, "line %,d, byte %,d", seen.first.line, seen.first.offset);
        return seen.count == 1
                ? " (" + place + ")"
                : String.format(Locale.ROOT, " (%,d times, first at %s)", seen.count, place);
    }
}
