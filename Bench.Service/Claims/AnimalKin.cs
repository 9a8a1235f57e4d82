using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Service.Claims;

/// <summary>Which of ImageNet's classes are of a kind, as far as their order tells. The first 398 are animals, and WordNet numbers animals
/// by kind: snakes follow snakes, terriers follow terriers. The others are numbered by the alphabet, which says nothing.</summary>
static class AnimalKin
{
    /// <summary>The giant panda and the fish behind it are the last ones.</summary>
    const int Animals = 398;

    /// <summary>Places in the order; of two animals drawn by lot one pair in twenty is as near.</summary>
    const int Near = 10;

    /// <summary>Images of one class that count: a class without kin would speak for all else.</summary>
    const int MostOfClass = 3;

    public static bool AreKnown(ClassSpace classes) => classes.Hash == ImageNet1kClasses.Space.Hash;

    public static bool IsAnimal(int @class) => @class < Animals;

    /// <summary>Whether one of some classes is of the kind of another.</summary>
    public static bool HasKin(int @class, ReadOnlySpan<ushort> others)
    {
        foreach (var other in others)
            if (Math.Abs(other - @class) <= Near)
                return true;
        return false;
    }

    /// <summary>The first few images of each class.</summary>
    public static int[] FewOfEach(IEnumerable<int> images, Func<int, int> classOf)
    {
        var counts = new Dictionary<int, int>();
        return
        [
            .. images.Where(image =>
            {
                var @class = classOf(image);
                return (counts[@class] = counts.GetValueOrDefault(@class) + 1) <= MostOfClass;
            }),
        ];
    }
}
