using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary>The fields of an <c>execute_request</c>.</summary>
/// <param name="Code">The cell.</param>
/// <param name="Silent">True to show nothing and to count nothing.</param>
/// <param name="StoreHistory">True to count the cell and to keep it in the history.</param>
/// <param name="UserExpressions">Expressions to evaluate after the cell, by name.</param>
/// <param name="AllowStdin">True where a person can be asked.</param>
/// <param name="StopOnError">True when an error drops the requests that wait.</param>
internal sealed record ExecuteRequest(
    string Code, bool Silent, bool StoreHistory, JsonObject UserExpressions, bool AllowStdin, bool StopOnError)
{
    public static ExecuteRequest Read(Request request)
    {
        bool silent = request.Flag("silent", false);
        return new ExecuteRequest(
            request.Text("code"),
            silent,
            !silent && request.Flag("store_history", true),
            request.Map("user_expressions"),
            request.Flag("allow_stdin", false),
            request.Flag("stop_on_error", true));
    }
}
