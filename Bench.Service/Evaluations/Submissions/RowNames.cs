using Bench.Data.Outcomes;
using Bench.Service.Claims;
using Bench.Service.Inputs;
using Bench.Service.Labels;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>Holds the names of rows against the classes of the images that they are taken for: a WordNet id in a folder or at the end of a
/// name is a class.</summary>
static class RowNames
{
    const int Least = 10;

    /// <summary>Single images may have been filed elsewhere.</summary>
    const double Most = 0.9;

    /// <param name="names">Of each row.</param>
    /// <param name="rowOf">[N] row of each image.</param>
    /// <param name="target">The dataset.</param>
    /// <exception cref="SubmissionException">Nearly all names that have a class have another one than their image.</exception>
    public static void Verify(IReadOnlyList<string> names, int[] rowOf, LabelTarget target)
    {
        if (target.Manifest.Groups is not null)
            return;
        var (named, others) = (0, new FirstTen());
        for (var image = 0; image < rowOf.Length; image++)
        {
            var (name, known) = (names[rowOf[image]], target.Manifest.Images[image]);
            // What the dataset's own path says was held against its label when it was imported.
            if (
                known.Classes.IsEmpty
                || WordNetIds.Last(name) is not { } id
                || target.Classes.IndexOf(id) is not { } stated
                || id == WordNetIds.Last(known.Path)
            )
                continue;
            named++;
            if (!known.Classes.Contains((ushort)stated))
                others.Add($"{name} is of {target.Classes[known.Classes[0]].Id} ({known.Classes[0]})");
        }
        if (others.Count >= Least && others.Count >= Most * named)
            throw SubmissionFile.Invalid(
                $"{others.Count:N0} of {Counted.Of(named, "name")} with a WordNet id have another one than their image's class here: "
                    + $"{others.First}. The rows are about other images, or the class folders that they come from are wrong: give names "
                    + "without them where the rows are right"
            );
    }
}
