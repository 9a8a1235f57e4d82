namespace Bench.Onnx.Shapes;

/// <summary>An Einsum equation such as <c>bij,bjk-&gt;bik</c> with the size of every letter. Ellipses and repeated
/// letters within a term are not followed.</summary>
internal sealed class EinsumEquation
{
    readonly Dictionary<char, long> _sizes = [];
    readonly string _result;

    public EinsumEquation(ShapedNode node)
    {
        var equation = (node.Text("equation") ?? "").Replace(" ", "", StringComparison.Ordinal);
        var sides = equation.Split("->");
        var terms = sides[0].Split(',');
        if (sides.Length != 2 || terms.Length != node.InputCount || equation.Contains('.'))
            throw new UnknownShapeException();
        for (var i = 0; i < terms.Length; i++)
        {
            if (terms[i].Length != node[i].Rank)
                throw new UnknownShapeException();
            for (var axis = 0; axis < terms[i].Length; axis++)
                if (!_sizes.TryAdd(terms[i][axis], node[i].Dims[axis]) && _sizes[terms[i][axis]] != node[i].Dims[axis])
                    throw new UnknownShapeException();
        }
        _result = sides[1];
    }

    public long[] Dims =>
        [.. _result.Select(letter => _sizes.TryGetValue(letter, out var size) ? size : throw new UnknownShapeException())];

    /// <summary>Products summed over all letters at once: exact for two terms, an upper bound for more.</summary>
    public long Products => TensorFact.Product([.. _sizes.Values]);
}
