using System.Text;

namespace Bench.Workers.Inference.Cage;

/// <summary>Reads a child's standard error to its end and keeps the last part: a child that never stops talking fills
/// no memory of ours.</summary>
internal static class StandardErrorTail
{
    const int Kept = 8 << 10;

    public static async Task<string> ReadAsync(StreamReader errors)
    {
        var tail = new StringBuilder();
        var buffer = new char[4096];
        while (await errors.ReadAsync(buffer) is var read and > 0)
        {
            tail.Append(buffer, 0, read);
            if (tail.Length > 2 * Kept)
                tail.Remove(0, tail.Length - Kept);
        }
        return tail.ToString();
    }
}
