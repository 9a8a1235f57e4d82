namespace Bench.Service.Datasets;

/// <summary>Stable codes of <see cref="DatasetImportException"/>; they appear in the API.</summary>
public static class DatasetImportCodes
{
    /// <summary>The folder, archive or list is not where it was said to be.</summary>
    public const string Missing = "dataset-missing";

    /// <summary>The path, an entry of an archive or a link leads out of the folder it must stay in.</summary>
    public const string PathUnsafe = "dataset-path-unsafe";

    /// <summary>No such layout, or a variant that does not come in it.</summary>
    public const string LayoutUnknown = "dataset-layout-unknown";

    /// <summary>No such variant.</summary>
    public const string VariantUnknown = "dataset-variant-unknown";

    /// <summary>The tree or archive is not what its layout says.</summary>
    public const string LayoutInvalid = "dataset-layout-invalid";

    /// <summary>A list of images is missing, malformed or does not fit the pictures.</summary>
    public const string ListInvalid = "dataset-list-invalid";

    /// <summary>The classes cannot be read, or are not a list of distinct classes in their true order.</summary>
    public const string ClassesInvalid = "dataset-classes-invalid";

    /// <summary>A folder or label names a class that the class space does not have.</summary>
    public const string ClassUnknown = "dataset-class-unknown";

    /// <summary>Class folders that the variant has are missing or extra.</summary>
    public const string ClassesWrong = "dataset-classes-wrong";

    /// <summary>The labels contradict what their images' paths say for certain, such as the numbers of validation
    /// images.</summary>
    public const string LabelsContradict = "dataset-labels-contradict";

    /// <summary>The variant has another number of images.</summary>
    public const string CountWrong = "dataset-count-wrong";

    /// <summary>Files that cannot be read, or are empty.</summary>
    public const string Unreadable = "dataset-unreadable";

    /// <summary>A limit of size or number was passed.</summary>
    public const string TooLarge = "dataset-too-large";

    /// <summary>A stored manifest is damaged or was written by something else.</summary>
    public const string ManifestInvalid = "dataset-manifest-invalid";
}
