package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.server.D1Server;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to reach a database that {@code d1dump serve} serves, in lines to copy and as an object. */
record Served(
        D1Server server,
        String database,
        String uuid,
        @Nullable Path file) {

    List<String> lines() {
        String raw = "$CLOUDFLARE_API_BASE_URL/accounts/$CLOUDFLARE_ACCOUNT_ID/d1/database/" + uuid + "/raw";
        return List.of(
                "A D1 on this machine. Ctrl-C ends it" + (file == null ? ", and what is in it is gone." : "."),
                "",
                "  endpoint   " + server.endpoint(),
                "  account    " + server.accountId(),
                "  token      " + server.token(),
                "  database   " + database + " (" + uuid + "), " + (file == null ? "in memory" : file.toString()),
                "",
                "In another terminal:",
                "",
                "  export CLOUDFLARE_API_BASE_URL=" + server.endpoint(),
                "  export CLOUDFLARE_ACCOUNT_ID=" + server.accountId(),
                "  export CLOUDFLARE_API_TOKEN=" + server.token(),
                "",
                "  " + Invocation.command() + " export " + database + " -o " + database + ".sql.gz",
                "  curl -H \"Authorization: Bearer $CLOUDFLARE_API_TOKEN\" -d '{\"sql\":\"SELECT 1\"}' \\",
                "    " + raw,
                "  npx wrangler d1 export " + database + " --remote --output " + database + ".sql",
                "",
                "From Java, with the token as password:",
                "",
                "  jdbc:d1://" + server.accountId() + "/" + database + "?endpoint=" + server.endpoint());
    }

    ObjectNode object() {
        ObjectNode object = Json.object()
                .put("endpoint", server.endpoint().toString())
                .put("account", server.accountId())
                .put("token", server.token());
        object.putObject("database").put("name", database).put("uuid", uuid);
        return object;
    }
}
