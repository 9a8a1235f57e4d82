using System.Text.Json;
using Bench.Api.Http;
using Bench.Service.Attacks;

namespace Bench.Api.Attacks;

/// <summary>Images of robust prediction sets as CSV: one image and one radius a line where it was tested, else one
/// image a line.</summary>
internal static class ConformalCsv
{
    public static string Write(IReadOnlyList<double> radii, AttackResults results, IReadOnlyList<string> doubts)
    {
        var text = new CsvText();
        text.Line([
            "image",
            "path",
            "label",
            "role",
            "score",
            "radius",
            "rscp_size",
            "rscp_covers",
            "plus_size",
            "plus_covers",
            .. AttackCsv.DoubtHeads,
        ]);
        foreach (var image in results.Images)
        {
            var made = image.Conformal!;
            object?[] own = [image.Index, image.Path, image.Label, JsonNamingPolicy.CamelCase.ConvertName($"{made.Role}"), made.Score];
            if (made.Sets.Count == 0)
                text.Line([.. own, null, null, null, null, null, .. doubts]);
            foreach (var (radius, set) in radii.Prepend(0).Zip(made.Sets))
                text.Line([.. own, radius, set.Size, AttackCsv.Bit(set.Covers), set.PlusSize, AttackCsv.Bit(set.PlusCovers), .. doubts]);
        }
        return text.ToString();
    }
}
