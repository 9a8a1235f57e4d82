using System.Globalization;
using System.Text;
using Bench.Data.Log;
using Bench.Metrics.Predicted;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>A commitment to a submission's answer for each image, as leaves of a hash tree: its root stands for all
/// rows, and a single one can be shown to be among them.</summary>
public static class RowCommitment
{
    /// <summary>A row as the text that is hashed. Fields, separated by tabs: the image's path, its ranked classes,
    /// their logits, and log Σ exp; numbers are separated by blanks and written so that they read back as the same
    /// float32; what is not known is empty.</summary>
    public static string Row(string image, Predictions predictions, int row)
    {
        var (head, text) = (predictions.HeadSize, new StringBuilder(image));
        text.Append('\t').AppendJoin(' ', predictions.TopClass.Slice(row * head, head).ToArray()).Append('\t');
        if (!predictions.TopLogit.IsEmpty)
            text.AppendJoin(' ', predictions.TopLogit.Slice(row * head, head).ToArray().Select(Number));
        text.Append('\t');
        if (!predictions.LogSumExp.IsEmpty)
            text.Append(Number(predictions.LogSumExp.Span[row]));
        return text.ToString();
    }

    /// <summary>The tree of RFC 6962 over all rows, in the order of the dataset's images.</summary>
    public static MerkleTree Tree(DatasetManifest manifest, Predictions predictions)
    {
        var tree = new MerkleTree();
        for (var row = 0; row < predictions.Count; row++)
            tree.Append(MerkleTree.LeafHash(Encoding.UTF8.GetBytes(Row(manifest.Images[row].Path, predictions, row))));
        return tree;
    }

    /// <summary>The root of that tree, hexadecimal.</summary>
    public static string Root(DatasetManifest manifest, Predictions predictions)
    {
        var tree = Tree(manifest, predictions);
        return Convert.ToHexStringLower(tree.Root(tree.Size));
    }

    static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
