using System.Text.Json;
using System.Text.Json.Serialization;
using Bench.Service.Inputs;

namespace Bench.Service.Json;

/// <summary>Enums are camelCase words; the refusal of another word names those that there are.</summary>
sealed class EnumWords : JsonConverterFactory
{
    static readonly JsonStringEnumConverter Plain = new(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)
            Activator.CreateInstance(typeof(Words<>).MakeGenericType(typeToConvert), Plain.CreateConverter(typeToConvert, options))!;

    sealed class Words<T>(JsonConverter<T> plain) : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var given = reader;
            try
            {
                return plain.Read(ref reader, typeToConvert, options);
            }
            catch (JsonException)
            {
                using var value = JsonDocument.ParseValue(ref given);
                throw new UnknownWordException(
                    $"{FirstTen.Printable(value.RootElement.GetRawText())} is not one of "
                        + string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))
                );
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => plain.Write(writer, value, options);

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            plain.ReadAsPropertyName(ref reader, typeToConvert, options);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            plain.WriteAsPropertyName(writer, value, options);
    }
}
