package io.github.d1jdbc.sql.normal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Orders tables so that parents come before children, else as they stood; tables that refer to each other in a circle
 * are one group (Tarjan's strongly connected components, without recursion). For one call.
 */
public final class TableOrder {

    /**
     * Tables that stand together.
     *
     * @param tables in the order in which they were given
     * @param cyclic whether its rows may refer to each other: one table to itself, or several in a circle
     */
    public record Group(List<String> tables, boolean cyclic) {
        public Group {
            tables = List.copyOf(tables);
        }
    }

    private static final class Node {
        final String table;
        final Iterator<String> parents;
        final int index;
        int low;
        boolean open = true;
        boolean selfish;

        Node(String table, Iterator<String> parents, int index) {
            this.table = table;
            this.parents = parents;
            this.index = index;
            this.low = index;
        }
    }

    private final Map<String, Set<String>> parents;
    private final Map<String, Integer> given = new HashMap<>();
    private final Map<String, Node> nodes = new HashMap<>();
    private final Deque<Node> path = new ArrayDeque<>();
    private final Deque<Node> component = new ArrayDeque<>();
    private final List<Group> groups = new ArrayList<>();

    private TableOrder(List<String> tables, Map<String, Set<String>> parents) {
        this.parents = parents;
        for (String table : tables) given.putIfAbsent(table, given.size());
    }

    /**
     * Orders them.
     *
     * @param parents the tables that a table refers to, itself included; those that are not given do not matter
     */
    public static List<Group> of(List<String> tables, Map<String, Set<String>> parents) {
        TableOrder order = new TableOrder(tables, parents);
        for (String table : tables) if (!order.nodes.containsKey(table)) order.from(table);
        return order.groups;
    }

    private void from(String table) {
        visit(table);
        while (!path.isEmpty()) {
            Node node = path.getLast();
            if (!node.parents.hasNext()) {
                path.removeLast();
                if (!path.isEmpty()) path.getLast().low = Math.min(path.getLast().low, node.low);
                if (node.low == node.index) close(node);
                continue;
            }
            String parent = node.parents.next();
            Node known = nodes.get(parent);
            if (parent.equals(node.table)) node.selfish = true;
            if (known == null) {
                if (given.containsKey(parent)) visit(parent);
            } else if (known.open) {
                node.low = Math.min(node.low, known.index);
            }
        }
    }

    private void visit(String table) {
        List<String> known = new ArrayList<>(parents.getOrDefault(table, Set.of()));
        known.removeIf(parent -> !given.containsKey(parent));
        known.sort((a, b) -> Integer.compare(given.getOrDefault(a, 0), given.getOrDefault(b, 0)));
        Node node = new Node(table, known.iterator(), nodes.size());
        nodes.put(table, node);
        path.addLast(node);
        component.addLast(node);
    }

    private void close(Node root) {
        List<String> tables = new ArrayList<>();
        boolean cyclic = false;
        Node node;
        do {
            node = component.removeLast();
            node.open = false;
            cyclic |= node.selfish;
            tables.add(node.table);
        } while (node != root);
        Collections.sort(tables, (a, b) -> Integer.compare(given.getOrDefault(a, 0), given.getOrDefault(b, 0)));
        groups.add(new Group(tables, cyclic || tables.size() > 1));
    }
}
