namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>Classes of a dataset's labels and of a model's outputs over it.</summary>
/// <param name="Outputs">Classes of a model's outputs, in their order.</param>
/// <param name="Groups">Groups of them that labels mean; null where labels mean the classes themselves.</param>
public sealed record DatasetClasses(ClassSpace Outputs, GroupSpace? Groups = null)
{
    /// <summary>Classes of the labels.</summary>
    public ClassSpace Labels => Groups?.Classes ?? Outputs;
}
