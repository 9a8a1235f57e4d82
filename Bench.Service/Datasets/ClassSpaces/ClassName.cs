namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>One class of a class space.</summary>
/// <param name="Id">What files call it: a WordNet id (<c>n01440764</c>), a folder name or a word.</param>
/// <param name="Name">What people call it; for WordNet classes all lemmas, separated by <c>", "</c>.</param>
public readonly record struct ClassName(string Id, string Name)
{
    /// <summary>The first of the names.</summary>
    public string ShortName => Name.IndexOf(", ", StringComparison.Ordinal) is > 0 and var end ? Name[..end] : Name;
}
