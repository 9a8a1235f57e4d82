using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Service.Json;

/// <summary>A time that says no zone is in UTC, like all that the service answers: the zone of the machine that happens
/// to read it, which the framework takes, is nothing that its sender could know.</summary>
sealed class UtcTimes : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var time = reader.GetDateTimeOffset();
        var text = reader.GetString()!;
        var clock = text.IndexOf('T', StringComparison.Ordinal);
        var saysZone = clock >= 0 && text.AsSpan(clock).IndexOfAny('Z', '+', '-') >= 0;
        return saysZone ? time : new DateTimeOffset(time.DateTime, TimeSpan.Zero);
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
