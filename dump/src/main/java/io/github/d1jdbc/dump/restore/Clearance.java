package io.github.d1jdbc.dump.restore;

import io.github.d1jdbc.dump.restore.TargetContent.Thing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The statements that empty a database, in an order that SQLite takes: what refers to others first. Dropping a table
 * deletes its rows, which foreign keys may refuse while a child is there (sqlite.org/foreignkeys.html, section 5).
 */
final class Clearance {

    private Clearance() {}

    static List<String> of(TargetContent content) {
        List<String> drops = new ArrayList<>();
        for (String kind : List.of("trigger", "view", "virtual")) {
            for (Thing thing : content.objects()) {
                if (thing.kind().equals(kind)) drops.add(drop(kind.equals("virtual") ? "table" : kind, thing.name()));
            }
        }
        for (String table : childrenFirst(content)) drops.add(drop("table", table));
        return drops;
    }

    private static String drop(String kind, String name) {
        // IF EXISTS: triggers on a view go with the view, and views may be dropped in any order.
        return "DROP " + kind.toUpperCase(java.util.Locale.ROOT) + " IF EXISTS " + SqlName.quoted(name);
    }

    // Where tables refer to each other in a circle, defer_foreign_keys at the head of the file lets them go.
    private static List<String> childrenFirst(TargetContent content) {
        List<String> left = new ArrayList<>(content.objects().stream()
                .filter(thing -> thing.kind().equals("table"))
                .map(Thing::name)
                .toList());
        List<String> order = new ArrayList<>();
        while (!left.isEmpty()) {
            Set<String> parents = new LinkedHashSet<>();
            for (String table : left) {
                String key = SqlName.key(table);
                for (String parent : content.parents().getOrDefault(key, Set.of())) {
                    if (!parent.equals(key)) parents.add(parent);
                }
            }
            List<String> free = left.stream()
                    .filter(table -> !parents.contains(SqlName.key(table)))
                    .toList();
            List<String> next = free.isEmpty() ? List.of(left.get(0)) : free;
            order.addAll(next);
            left.removeAll(next);
        }
        return order;
    }
}
