using System.Collections.Immutable;
using Bench.Metrics.Predicted;

namespace Bench.Service.Datasets.Manifests;

/// <summary>Whether images are copies of those of a clean dataset that have their names. Names such as <c>0001.jpg</c> are everywhere, and
/// a copy shows what its original does.</summary>
public static class Namesakes
{
    /// <summary>Namesakes with a label in common: a few were corrected in one of the two. Where more differ, names say nothing.</summary>
    const double LeastAgreed = 0.9;

    /// <param name="shifted">The dataset.</param>
    /// <param name="clean">The clean one.</param>
    /// <param name="images">Of the dataset, those to look at.</param>
    /// <param name="namesakes">The clean image of the name of each of them; below 0 where there is none.</param>
    /// <returns>Whether most have a namesake, and nine namesakes of ten a label in common. A few equal names are chance.</returns>
    public static bool AreOriginals(DatasetManifest shifted, DatasetManifest clean, IReadOnlyList<int> images, IReadOnlyList<int> namesakes)
    {
        ArgumentNullException.ThrowIfNull(shifted);
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(namesakes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(namesakes.Count, images.Count);
        var (found, compared, agreed) = (0, 0, 0);
        for (var i = 0; i < images.Count; i++)
        {
            if (namesakes[i] < 0)
                continue;
            found++;
            var (mine, theirs) = (shifted.Images[images[i]].Classes, clean.Images[namesakes[i]].Classes);
            if (mine.IsEmpty || theirs.IsEmpty)
                continue;
            compared++;
            agreed += Agree(mine, shifted.Groups?.Groups, theirs, clean.Groups?.Groups) ? 1 : 0;
        }
        return 2 * found > images.Count && agreed >= LeastAgreed * compared;
    }

    /// <summary>The same of pictures that are shown many times.</summary>
    /// <param name="shifted">The dataset.</param>
    /// <param name="clean">The clean one.</param>
    /// <param name="pictureOf">[N] picture of each of its images.</param>
    /// <param name="namesakes">The clean image of the name of each picture; below 0 where there is none.</param>
    public static bool AreOriginalsOfPictures(
        DatasetManifest shifted,
        DatasetManifest clean,
        IReadOnlyList<int> pictureOf,
        IReadOnlyList<int> namesakes
    )
    {
        ArgumentNullException.ThrowIfNull(pictureOf);
        ArgumentNullException.ThrowIfNull(namesakes);
        var oneOfEach = new int[namesakes.Count];
        for (var image = 0; image < pictureOf.Count; image++)
            oneOfEach[pictureOf[image]] = image;
        return AreOriginals(shifted, clean, oneOfEach, namesakes);
    }

    static bool Agree(ImmutableArray<ushort> mine, ClassGroups? groups, ImmutableArray<ushort> theirs, ClassGroups? others)
    {
        if (groups is null == others is null)
            return mine.AsSpan().ContainsAny(theirs.AsSpan());
        var (labels, classes, over) = groups is null ? (theirs, mine, others!) : (mine, theirs, groups);
        foreach (var @class in classes)
            if (over.GroupsOf(@class).ContainsAny(labels.AsSpan()))
                return true;
        return false;
    }
}
