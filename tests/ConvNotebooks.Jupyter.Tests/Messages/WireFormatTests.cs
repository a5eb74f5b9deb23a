using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace ConvNotebooks.Jupyter.Tests;

public sealed class WireFormatTests
{
    private static Message Sample(string id = "m1") => new(
        [[1, 0, 255]],
        new JsonObject { ["msg_id"] = id, ["msg_type"] = "execute_request" },
        new JsonObject { ["msg_id"] = "parent" },
        [],
        new JsonObject { ["code"] = "\"ä\" + '😀'" },
        [[0, 1, 2]]);

    [Fact]
    public void A_message_survives_the_wire()
    {
        Message sent = Sample();
        Message read = new WireFormat("key").Decode(new WireFormat("key").Encode(sent));
        Assert.Equal(sent.Identities, read.Identities);
        Assert.Equal(sent.Header.ToJsonString(), read.Header.ToJsonString());
        Assert.Equal(sent.ParentHeader.ToJsonString(), read.ParentHeader.ToJsonString());
        Assert.Equal(sent.Content.ToJsonString(), read.Content.ToJsonString());
        Assert.Equal(sent.Buffers, read.Buffers);
    }

    /// <summary>Expected: <c>hmac.new(b"key", b'{"msg_id":"m1","msg_type":"t"}' + b"{}" * 3, "sha256").hexdigest()</c> in Python 3.11.</summary>
    [Fact]
    public void The_signature_is_the_one_that_Python_computes()
    {
        var message = new Message([], new JsonObject { ["msg_id"] = "m1", ["msg_type"] = "t" }, [], [], [], []);
        IReadOnlyList<byte[]> frames = new WireFormat("key").Encode(message);
        Assert.Equal("31d20af481a0ab8841a0dcd56110bf81e7a7b9017e3174e41571c08968183553", Encoding.ASCII.GetString(frames[1]));
    }

    [Fact]
    public void Frames_are_the_callers_own()
    {
        foreach (byte[] frame in new WireFormat("key").Encode(Sample() with { Identities = [] }))
            Array.Clear(frame);
        Assert.Equal("<IDS|MSG>"u8.ToArray(), new WireFormat("key").Encode(Sample() with { Identities = [] })[0]);
    }

    [Fact]
    public void A_wrong_signature_is_refused()
    {
        var e = Assert.Throws<WireException>(() => new WireFormat("key").Decode(new WireFormat("other").Encode(Sample())));
        Assert.Equal("Wire: the signature is wrong; the message was dropped.", e.Message);
    }

    [Fact]
    public void Changing_any_byte_of_a_signed_part_is_noticed() =>
        Gen.Select(Gen.Int[2, 6], Gen.Int[0, 999], Gen.Byte[1, 255]).Sample(
            (frame, place, difference) =>
            {
                byte[][] frames = [.. new WireFormat("key").Encode(Sample()).Select(f => f.ToArray())];
                frames[frame][place % frames[frame].Length] ^= difference;
                Assert.Throws<WireException>(() => new WireFormat("key").Decode(frames));
            },
            seed: "0000KOIPe036", iter: 300);

    [Fact]
    public void A_replayed_message_is_refused()
    {
        var format = new WireFormat("key");
        IReadOnlyList<byte[]> frames = format.Encode(Sample());
        format.Decode(frames);
        var e = Assert.Throws<WireException>(() => format.Decode(frames));
        Assert.Equal("Wire: message m1 came before; it was dropped.", e.Message);
    }

    [Fact]
    public void An_unsigned_message_is_taken_only_where_there_is_no_key()
    {
        IReadOnlyList<byte[]> frames = new WireFormat("").Encode(Sample());
        Assert.Equal("m1", new WireFormat("").Decode(frames).Id);
        Assert.Throws<WireException>(() => new WireFormat("key").Decode(frames));
    }

    [Theory]
    [InlineData("[]", "Wire: the content is no JSON object.")]
    [InlineData("{\"a\":1,\"a\":2}", "Wire: the content is no JSON object.")]
    [InlineData("{\"a\":[\"\\uD800\"]}", "Wire: the content is no JSON object.")]
    [InlineData("{", "Wire: the content is no JSON object.")]
    public void Content_that_is_no_object_is_refused(string content, string expected)
    {
        byte[][] frames =
        [
            "<IDS|MSG>"u8.ToArray(), [], "{\"msg_id\":\"1\",\"msg_type\":\"t\"}"u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray(),
            Encoding.UTF8.GetBytes(content),
        ];
        Assert.Equal(expected, Assert.Throws<WireException>(() => new WireFormat("").Decode(frames)).Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"msg_id\":7,\"msg_type\":\"t\"}")]
    public void A_header_without_type_and_id_is_refused(string header)
    {
        byte[][] frames =
        [
            "<IDS|MSG>"u8.ToArray(), [], Encoding.UTF8.GetBytes(header), "{}"u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray(),
        ];
        Assert.Equal(
            "Wire: the header needs msg_type and msg_id, texts of 1 to 1000 characters.",
            Assert.Throws<WireException>(() => new WireFormat("").Decode(frames)).Message);
    }

    [Fact]
    public void Too_few_frames_are_refused() => Assert.Equal(
        "Wire: 2 frames without <IDS|MSG>; needed <IDS|MSG>, signature, header, parent header, metadata and content.",
        Assert.Throws<WireException>(() => new WireFormat("").Decode([[1], [2]])).Message);

    [Fact]
    public void Another_signature_scheme_is_refused() => Assert.Equal(
        "WireFormat: the signature scheme is \"hmac-md5\"; this kernel signs with hmac-sha256. "
        + "Set Session.signature_scheme of your front-end to that.",
        Assert.Throws<ArgumentException>(() => new WireFormat("key", "hmac-md5")).Message);

    [Fact]
    public void Remembered_ids_are_bounded()
    {
        var seen = new SeenMessages(capacity: 2);
        Assert.True(seen.Add("a") && seen.Add("b") && seen.Add("c"));
        Assert.False(seen.Add("c"));
        Assert.True(seen.Add("a"));
    }
}
