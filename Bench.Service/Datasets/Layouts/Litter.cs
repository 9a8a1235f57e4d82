namespace Bench.Service.Datasets.Layouts;

/// <summary>Files that systems leave in folders and archives among what people put there: never a picture, never a
/// class.</summary>
/// <remarks>Names that begin with a dot (<c>.DS_Store</c>, <c>._x</c>, <c>.Spotlight-V100</c>,
/// <c>.ipynb_checkpoints</c>); Synology's and QNAP's <c>@eaDir</c>, <c>#recycle</c> and <c>@Recycle</c>; Windows'
/// <c>Thumbs.db</c>, <c>desktop.ini</c>, <c>$RECYCLE.BIN</c> and <c>System Volume Information</c>; macOS'
/// <c>__MACOSX</c> and <c>Icon</c> with a carriage return; Linux' <c>lost+found</c>.</remarks>
static class Litter
{
    static readonly HashSet<string> Names = new(
        [
            "@eaDir",
            "@Recycle",
            "#recycle",
            "#snapshot",
            "Thumbs.db",
            "ehthumbs.db",
            "desktop.ini",
            "$RECYCLE.BIN",
            "System Volume Information",
            "__MACOSX",
            "Icon\r",
            "lost+found",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Whether one element of a path is litter.</summary>
    public static bool Is(string name) => (name.StartsWith('.') && name is not ("." or "..")) || Names.Contains(name);

    /// <summary>Whether any element of a path of an archive is.</summary>
    public static bool IsIn(string path) => path.Split('/').Any(Is);
}
