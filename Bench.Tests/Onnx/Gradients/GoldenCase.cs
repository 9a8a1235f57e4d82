using System.Runtime.InteropServices;
using System.Text.Json;

namespace Bench.Tests.Onnx.Gradients;

/// <summary>A graph from x to out, with a picture, a seed, and what another library makes of them. Numbers are single precision in
/// base64.</summary>
sealed record GoldenCase(string Name, int[] Shape, string Model, string Image, string Seed, string Outputs, string Gradient)
{
    public static GoldenCase[] Read(string file) =>
        JsonSerializer.Deserialize<GoldenCase[]>(File.ReadAllText(file), JsonSerializerOptions.Web)!;

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Onnx/Gradients/Golden", name);

    public static float[] Numbers(string text) => MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(text)).ToArray();
}
