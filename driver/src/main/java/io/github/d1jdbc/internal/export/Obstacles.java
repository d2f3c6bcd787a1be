package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.internal.export.ScannedTable.Doubt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why D1 would not import a dump as it is (d1-facts 2.6, 2.7). Belongs to the thread that scans. */
final class Obstacles {
    private final Set<String> found = new LinkedHashSet<>();
    private long tooLong;
    private long longest;
    private long firstTooLong;

    void tooLong(long offset, long length) {
        if (tooLong++ == 0) firstTooLong = offset;
        longest = Math.max(longest, length);
    }

    void swallowed(long offset, @Nullable String name) {
        found.add("The comment at the end of " + (name == null ? "a statement" : name) + " (at byte " + offset
                + ") swallows the semicolon, so that it runs into the next statement.");
    }

    void childFirst(String child, String parent, long offset) {
        found.add("Table " + child + " is filled (at byte " + offset + ") before its parent " + parent
                + " is created, which D1 refuses even with deferred foreign keys.");
    }

    void triggerBeforeView(String trigger, String view) {
        found.add("The INSTEAD OF trigger " + trigger + " comes before its view " + view + ".");
    }

    List<String> sentences(ScannedTable noTable, Collection<ScannedTable> tables) {
        List<String> all = new ArrayList<>(found);
        if (tooLong > 0) {
            all.add(tooLong + (tooLong == 1 ? " statement is" : " statements are")
                    + " longer than 100,000 bytes, which D1 does not take: the longest has " + longest
                    + ", the first begins at byte " + firstTooLong + ".");
        }
        doubt(all, noTable, Doubt.NUL, "A NUL character");
        for (ScannedTable table : tables) {
            doubt(all, table, Doubt.NUL, "A NUL character in table " + table.name());
            doubt(all, table, Doubt.INFINITY, "The bare word Infinity in table " + table.name());
        }
        return all;
    }

    private static void doubt(List<String> all, ScannedTable table, Doubt doubt, String what) {
        OptionalLong first = table.firstDoubt(doubt);
        if (first.isPresent()) {
            all.add(what + " (first at byte " + first.getAsLong() + ") ends the statement where it stands.");
        }
    }
}
