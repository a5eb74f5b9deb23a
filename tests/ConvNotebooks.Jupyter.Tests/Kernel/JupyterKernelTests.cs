using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter.Tests;

[Collection(OneProcess.Name)]
public sealed class JupyterKernelTests
{
    private static JsonObject Reply(List<(KernelChannel Channel, Message Message)> sent) =>
        sent.Single(s => s.Channel == KernelChannel.Shell).Message.Content;

    private static string[] Types(List<(KernelChannel Channel, Message Message)> sent) =>
        [.. sent.Select(s => $"{s.Channel} {s.Message.Type}")];

    [Fact]
    public async Task A_cell_goes_busy_input_outputs_reply_idle()
    {
        await using var client = new MemoryClient();
        var sent = await client.RunAsync("Console.WriteLine(\"hello\"); Display(2); 40 + 2");
        Assert.Equal(
            [
                "IOPub status", "IOPub execute_input", "IOPub stream", "IOPub display_data", "IOPub execute_result",
                "Shell execute_reply", "IOPub status",
            ],
            Types(sent));
        Assert.Equal("hello\n", (string?)sent[2].Message.Content["text"]);
        Assert.NotNull(sent[3].Message.Content["transient"]!["display_id"]);
        Assert.Equal("42", (string?)sent[4].Message.Content["data"]!["text/plain"]);
        Assert.Equal("ok", (string?)Reply(sent)["status"]);
        Assert.Equal(1, (int)Reply(sent)["execution_count"]!);
    }

    [Fact]
    public async Task Silent_cells_show_nothing_and_are_not_counted()
    {
        await using var client = new MemoryClient();
        var sent = await client.AskAsync("execute_request", new() { ["code"] = "var x = 5; x", ["silent"] = true });
        Assert.Equal(["IOPub status", "Shell execute_reply", "IOPub status"], Types(sent));
        JsonObject reply = Reply(await client.RunAsync("x"));
        Assert.Equal(1, (int)reply["execution_count"]!);
        Assert.Equal("ok", (string?)reply["status"]);
    }

    [Fact]
    public async Task Without_store_history_the_count_and_the_history_stay()
    {
        await using var client = new MemoryClient();
        await client.RunAsync("1");
        await client.AskAsync("execute_request", new() { ["code"] = "2", ["store_history"] = false });
        Assert.Equal(2, (int)Reply(await client.RunAsync("3"))["execution_count"]!);
        JsonObject history = await client.ReplyAsync(
            "history_request", new() { ["hist_access_type"] = "tail", ["n"] = 9, ["output"] = true, ["raw"] = true });
        Assert.Equal("[[1,1,[\"1\",\"1\"]],[1,2,[\"3\",\"3\"]]]", history["history"]!.ToJsonString());
    }

    [Fact]
    public async Task User_expressions_are_evaluated_after_the_cell()
    {
        await using var client = new MemoryClient();
        JsonObject reply = await client.ReplyAsync("execute_request", new()
        {
            ["code"] = "var n = 3;",
            ["user_expressions"] = new JsonObject { ["good"] = "n * 2", ["bad"] = "nothing" },
        });
        Assert.Equal("6", (string?)reply["user_expressions"]!["good"]!["data"]!["text/plain"]);
        Assert.Equal("error", (string?)reply["user_expressions"]!["bad"]!["status"]);
        Assert.Contains("nothing", (string?)reply["user_expressions"]!["bad"]!["evalue"]);
    }

    [Fact]
    public async Task An_error_drops_the_cells_that_wait_and_nothing_else()
    {
        await using var client = new MemoryClient();
        string failing = client.RequestCell("Task.Delay(200).Wait(); throw new Exception(\"no\");");
        string waiting = client.RequestCell("var never = 1;");
        string info = client.Request("kernel_info_request");
        Assert.Equal("error", (string?)Reply(await client.UntilIdleAsync(failing))["status"]);
        Assert.Equal("aborted", (string?)Reply(await client.UntilIdleAsync(waiting))["status"]);
        Assert.Equal("ok", (string?)Reply(await client.UntilIdleAsync(info))["status"]);
        Assert.Equal("error", (string?)Reply(await client.RunAsync("never"))["status"]);
    }

    [Fact]
    public async Task With_stop_on_error_off_the_cells_that_wait_run()
    {
        await using var client = new MemoryClient();
        string failing = client.RequestCell("throw new Exception(\"no\");", stopOnError: false);
        string waiting = client.RequestCell("1");
        await client.UntilIdleAsync(failing);
        Assert.Equal("ok", (string?)Reply(await client.UntilIdleAsync(waiting))["status"]);
    }

    [Theory]
    [InlineData("Console.ReadLine()", false)]
    [InlineData("Input(\"name? \")", false)]
    [InlineData("Password(\"name? \")", true)]
    public async Task A_cell_asks_the_person(string code, bool password)
    {
        await using var client = new MemoryClient();
        string id = client.RequestCell(code, allowStdin: true);
        Message question;
        do
            question = (await client.NextAsync()).Message;
        while (question.Type != "input_request");
        Assert.Equal(password, (bool)question.Content["password"]!);
        client.Request("input_reply", new() { ["value"] = "Ada" }, KernelChannel.Stdin);
        var sent = await client.UntilIdleAsync(id);
        Assert.Equal("Ada", (string?)sent[0].Message.Content["data"]!["text/plain"]);
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_the_cell_fails_and_says_why()
    {
        await using var client = new MemoryClient();
        JsonObject reply = Reply(await client.RunAsync("Console.ReadLine()"));
        Assert.Equal(
            "Console.ReadLine: this front-end takes no input (allow_stdin is false). "
            + "Run the notebook where a person can answer, or give the cell its value in code.",
            (string?)reply["evalue"]);
    }

    [Fact]
    public async Task A_cell_that_waits_for_an_answer_can_be_interrupted()
    {
        await using var client = new MemoryClient();
        string id = client.RequestCell("Console.ReadLine()", allowStdin: true);
        while ((await client.NextAsync()).Message.Type != "input_request")
        {
        }

        client.Request("interrupt_request", channel: KernelChannel.Control);
        Assert.Equal("Interrupted", (string?)Reply(await client.UntilIdleAsync(id))["ename"]);
    }

    [Theory]
    [InlineData("debug_request", "error")]
    [InlineData("complete_request", "error")]
    public async Task What_is_unknown_or_malformed_gets_an_error_reply(string type, string status)
    {
        await using var client = new MemoryClient();
        JsonObject reply = await client.ReplyAsync(type, new() { ["code"] = 7 });
        Assert.Equal(status, (string?)reply["status"]);
        Assert.Contains(type, (string?)reply["evalue"]);
        Assert.Single(client.Log);
    }

    [Fact]
    public async Task Comms_are_closed_again_because_no_target_is_known()
    {
        await using var client = new MemoryClient();
        var sent = await client.AskAsync("comm_open", new() { ["comm_id"] = "c1", ["target_name"] = "t", ["data"] = new JsonObject() });
        Assert.Equal(["IOPub status", "IOPub comm_close", "IOPub status"], Types(sent));
        Assert.Equal("c1", (string?)sent[1].Message.Content["comm_id"]);
        Assert.Equal("{\"comms\":{},\"status\":\"ok\"}", (await client.ReplyAsync("comm_info_request")).ToJsonString());
    }

    [Theory]
    [InlineData("var x = 1;", "complete", null)]
    [InlineData("for (int i = 0; i < 3; i++) {", "incomplete", "    ")]
    [InlineData("int x = = 1;", "invalid", null)]
    public async Task Completeness_is_told_from_the_syntax(string code, string status, string? indent)
    {
        await using var client = new MemoryClient();
        JsonObject reply = await client.ReplyAsync("is_complete_request", new() { ["code"] = code });
        Assert.Equal(status, (string?)reply["status"]);
        Assert.Equal(indent, (string?)reply["indent"]);
    }

    [Fact]
    public async Task Completion_knows_earlier_cells_and_counts_code_points()
    {
        await using var client = new MemoryClient();
        await client.RunAsync("class Cat { public int Whiskers = 24; }\nvar tom = new Cat();");
        JsonObject reply = await client.ReplyAsync("complete_request", new() { ["code"] = "\"😀\"; tom.Whi", ["cursor_pos"] = 12 });
        Assert.Equal("[\"Whiskers\"]", reply["matches"]!.ToJsonString());
        Assert.Equal((9, 12), ((int)reply["cursor_start"]!, (int)reply["cursor_end"]!));
        Assert.Equal("field", (string?)reply["metadata"]!["_jupyter_types_experimental"]![0]!["type"]);
    }

    [Fact]
    public async Task Completion_offers_the_layers_of_a_network_where_it_takes_their_names()
    {
        await using var client = new MemoryClient();
        await client.RunAsync("var tiny = Network.Input(8, 8, 1).Conv(2, 3).Dense(3);");
        JsonObject reply = await client.ReplyAsync("complete_request", new() { ["code"] = "\"😀\"; tiny[\"c", ["cursor_pos"] = 12 });
        Assert.Equal("[\"conv1\"]", reply["matches"]!.ToJsonString());
        Assert.Equal((11, 12), ((int)reply["cursor_start"]!, (int)reply["cursor_end"]!));
    }

    [Fact]
    public async Task Inspection_shows_declaration_and_documentation()
    {
        await using var client = new MemoryClient();
        JsonObject reply = await client.ReplyAsync("inspect_request", new() { ["code"] = "Display(3", ["cursor_pos"] = 9 });
        Assert.True((bool)reply["found"]!);
        string text = (string)reply["data"]!["text/plain"]!;
        Assert.Contains("CellDisplay.Display(object? value)", text);
        Assert.Contains("Shows a value in the MIME types that its formatters write", text);
        Assert.False((bool)(await client.ReplyAsync("inspect_request", new() { ["code"] = "   ", ["cursor_pos"] = 1 }))["found"]!);
    }

    [Theory]
    [InlineData("?Math.Max")]
    [InlineData("Math.Max?")]
    public async Task A_question_mark_opens_the_pager(string code)
    {
        await using var client = new MemoryClient();
        JsonObject reply = Reply(await client.RunAsync(code));
        Assert.Equal("page", (string?)reply["payload"]![0]!["source"]);
        Assert.Contains("Math.Max", (string?)reply["payload"]![0]!["data"]!["text/plain"]);
    }

    [Fact]
    public async Task Shutdown_is_told_to_everyone_and_ends_the_kernel()
    {
        await using var client = new MemoryClient();
        string id = client.Request("shutdown_request", new() { ["restart"] = true }, KernelChannel.Control);
        var sent = await client.UntilIdleAsync(id);
        Assert.Equal(["IOPub status", "IOPub shutdown_reply", "Control shutdown_reply", "IOPub status"], Types(sent));
        Assert.True(await client.Kernel.Ended.WaitAsync(MemoryClient.Limit));
    }
}
