package io.github.d1jdbc.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.Streaming;

/**
 * D1's REST protocol on one page (Cloudflare API reference, "D1"). Every field of an answer may be missing: the records
 * are lenient, {@link RestClient} decides what is needed.
 */
interface RestApi {
    String ROOT = "accounts/{account}/d1/database";

    /** The protocol at a base URL, spoken by a client that signs in. */
    static RestApi at(URI base, OkHttpClient client) {
        return new Retrofit.Builder()
                .baseUrl(base + (base.toString().endsWith("/") ? "" : "/"))
                .client(client)
                .addConverterFactory(JacksonConverterFactory.create(Json.MAPPER))
                .build()
                .create(RestApi.class);
    }

    @GET(ROOT)
    Call<ResponseBody> list(
            @Path("account") String account,
            @Query("name") @Nullable String name,
            @Query("page") int page,
            @Query("per_page") int perPage);

    /** Takes the UUID or the name. */
    @GET(ROOT + "/{database}")
    Call<ResponseBody> get(@Path("account") String account, @Path("database") String database);

    @POST(ROOT)
    Call<ResponseBody> create(@Path("account") String account, @Body CreateRequest request);

    @DELETE(ROOT + "/{database}")
    Call<ResponseBody> delete(@Path("account") String account, @Path("database") String database);

    /** Loses duplicate column names and the columns of empty results: only {@code raw} is used for rows. */
    @POST(ROOT + "/{database}/query")
    Call<ResponseBody> query(
            @Path("account") String account, @Path("database") String database, @Body BatchRequest request);

    @Streaming
    @POST(ROOT + "/{database}/raw")
    Call<ResponseBody> raw(
            @Path("account") String account, @Path("database") String database, @Body BatchRequest request);

    /**
     * Starts an export, or asks for the one that is running. The result is {@code {success, type, at_bookmark, status,
     * messages, error, result: {filename, signed_url}}}; {@link PollReader} knows how it is left out and moved about.
     */
    @POST(ROOT + "/{database}/export")
    Call<ResponseBody> export(
            @Path("account") String account, @Path("database") String database, @Body ExportRequest request);

    /** The result is that of an export, with {@code upload_url, filename} for "init" and {@code num_queries} at the end. */
    @POST(ROOT + "/{database}/import")
    Call<ResponseBody> importStep(
            @Path("account") String account, @Path("database") String database, @Body ImportRequest request);

    @GET(ROOT + "/{database}/time_travel/bookmark")
    Call<ResponseBody> bookmark(
            @Path("account") String account,
            @Path("database") String database,
            @Query("timestamp") @Nullable String timestamp);

    @POST(ROOT + "/{database}/time_travel/restore")
    Call<ResponseBody> restore(
            @Path("account") String account, @Path("database") String database, @Query("bookmark") String bookmark);

    /** What every answer is wrapped in; {@code code} and {@code error} stand alone where a gateway answered. */
    record Envelope(
            @Nullable Boolean success,
            @Nullable List<ApiError> errors,
            @Nullable JsonNode result,
            @JsonProperty("result_info") @Nullable ResultInfo resultInfo,
            @Nullable Integer code,
            @Nullable String error) {}

    record ApiError(
            @Nullable Integer code,
            @Nullable String message,
            @JsonProperty("error_chain") @Nullable List<ApiError> errorChain) {}

    record ResultInfo(
            @Nullable Integer count,
            @Nullable Integer page,
            @JsonProperty("per_page") @Nullable Integer perPage,
            @JsonProperty("total_count") @Nullable Integer totalCount) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CreateRequest(
            String name,
            @Nullable String jurisdiction,
            @JsonProperty("primary_location_hint") @Nullable String locationHint) {}

    /** Statements that run as one atomic transaction. */
    record BatchRequest(List<Sql> batch) {
        // Retrofit puts the body into the message of a request that it cannot write.
        @Override
        public String toString() {
            return "BatchRequest[" + batch.size() + " statements]";
        }
    }

    /** One statement; {@code params} are strings, doubles or nulls. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Sql(String sql, List<@Nullable Object> params) {
        @Override
        public String toString() {
            return "Sql[" + params.size() + " parameters]";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ExportRequest(
            @JsonProperty("output_format") String outputFormat,
            @JsonProperty("current_bookmark") @Nullable String currentBookmark,
            @JsonProperty("dump_options") DumpFilter dumpOptions) {}

    record DumpFilter(
            @JsonProperty("no_data") boolean noData,
            @JsonProperty("no_schema") boolean noSchema,
            List<String> tables) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ImportRequest(
            String action,
            @Nullable String etag,
            @Nullable String filename,
            @JsonProperty("current_bookmark") @Nullable String currentBookmark) {}
}
