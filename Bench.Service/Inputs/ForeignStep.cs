namespace Bench.Service.Inputs;

/// <summary>How a file of another kind becomes what is wanted.</summary>
static class ForeignStep
{
    const string Unpack = "Unpack it and send the file inside.";
    const string Download = "Download the file itself: what was saved is a page or a message in its place.";

    /// <summary>The way to a table in text; null for a kind that has none of its own.</summary>
    /// <param name="kind">As <see cref="ForeignForm"/> names it.</param>
    public static string? ToTable(string kind) =>
        kind switch
        {
            "an Excel workbook (.xlsx)" or "an Excel workbook (.xls)" or "an OpenDocument file" or ForeignKind.Numbers =>
                "Save the sheet as CSV (UTF-8) and send that.",
            "HTML or XML" => "Convert it: pandas.read_html(path)[0].to_csv('predictions.csv', index=False).",
            "a Parquet file" => "Convert it: pandas.read_parquet(path).to_csv('predictions.csv', index=False).",
            "a Feather file" or "an Arrow file" => "Convert it: pandas.read_feather(path).to_csv('predictions.csv', index=False).",
            ForeignText.JsonLines => "Convert it: pandas.read_json(path, lines=True).to_csv('predictions.csv', index=False).",
            "JSON" => "Convert it to a table with a row an image: pandas.DataFrame(rows).to_csv('predictions.csv', index=False).",
            "a Python pickle" => "Load it where it was written, and save a table: table.to_csv('predictions.csv', index=False).",
            ForeignKind.Arrays => "Send it with format npz, and the part 'order' with the name of each row's image.",
            ForeignKind.Array =>
                "Send class indices [N, k] with format topk-npy; put scores into an archive, numpy.savez(path, logits=array).",
            "a PyTorch file" or "an HDF5 file" or "a MATLAB file" => $"{ToArrays(kind)} Send that with format npz, and the part 'order'.",
            _ => ToWhole(kind),
        };

    /// <summary>The way to arrays that NumPy saved; null for a kind that has none of its own.</summary>
    /// <param name="kind">As <see cref="ForeignForm"/> names it.</param>
    public static string? ToArrays(string kind) =>
        kind switch
        {
            "a PyTorch file" => "Load it and save it with NumPy: numpy.savez('logits.npz', logits=torch.load(path).float().cpu().numpy()).",
            "a Python pickle" => "Load it where it was written, and save it with NumPy: numpy.savez('logits.npz', logits=array).",
            ForeignKind.Array => "Put it into an archive: numpy.savez('logits.npz', logits=numpy.load(path)).",
            "an HDF5 file" => "Save the array with NumPy: numpy.savez('logits.npz', logits=h5py.File(path)['NAME'][:]).",
            "a MATLAB file" => "Save the array with NumPy: numpy.savez('logits.npz', logits=scipy.io.loadmat(path)['NAME']).",
            "JSON" => "Save the numbers with NumPy: numpy.savez('logits.npz', logits=json.load(open(path))).",
            ForeignKind.Arrays => "Send it with format npz.",
            _ => ToWhole(kind) ?? (ToTable(kind) is { } step ? $"{step} Send that with format csv." : null),
        };

    /// <summary>The way to the file itself, where what came is a package of it or stands in its place; else null.</summary>
    /// <param name="kind">As <see cref="ForeignForm"/> names it.</param>
    public static string? ToWhole(string kind) =>
        kind.EndsWith("archive", StringComparison.Ordinal) ? Unpack
        : kind is "a web page" || kind.StartsWith("the message of a server", StringComparison.Ordinal) ? Download
        : kind.StartsWith("a Git LFS pointer", StringComparison.Ordinal) ? "Fetch the file itself with git lfs pull, then send it."
        : null;
}
