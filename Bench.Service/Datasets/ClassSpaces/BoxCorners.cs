namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>Tells a list of boxes from a list of classes where both are numbers: <c>65 85 1 499 272</c>, a class and
/// the corners of its box, or the corners alone.</summary>
/// <remarks>Of classes in no order, one cell of four is ordered as corners are, x₁ &lt; x₂ and y₁ &lt; y₂; cells of
/// classes that are sorted say nothing.</remarks>
sealed class BoxCorners
{
    const int Corners = 4;
    const int WithClass = 5;

    /// <summary>Cells in no order, each of which fits by chance with a probability of ¼ at most.</summary>
    const int Least = 5;

    /// <summary>Cells with as many numbers each, in no order, from which on they are doubted.</summary>
    const int LeastDoubted = 20;

    int _cells;
    int _alike;
    int _width;
    int _boxes;
    int _corners;
    int _unsorted;

    /// <param name="words">What one cell names.</param>
    public void Add(IReadOnlyList<string> words)
    {
        if (words.Count == 0)
            return;
        _cells++;
        var numbers = new int[words.Count];
        for (var i = 0; i < words.Count; i++)
            if (!int.TryParse(words[i], System.Globalization.CultureInfo.InvariantCulture, out numbers[i]))
                return;
        _width = _width == 0 ? numbers.Length : _width;
        _alike += numbers.Length == _width ? 1 : 0;
        _boxes += AreBoxes(numbers, WithClass) ? 1 : 0;
        _corners += AreBoxes(numbers, Corners) ? 1 : 0;
        for (var i = 1; i < numbers.Length; i++)
            if (numbers[i] <= numbers[i - 1])
            {
                _unsorted++;
                return;
            }
    }

    /// <summary>Why the cells are no classes, as a sentence's end; null where they may be.</summary>
    public string? WhyNot =>
        _unsorted < Least ? null
        : _boxes == _cells
            ? $"each of {_cells:N0} labels is a number and four more that are ordered as the corners of a box are. Give the class alone"
        : _corners == _cells ? $"each of {_cells:N0} labels is four numbers that are ordered as the corners of a box are. Give the class"
        : null;

    /// <summary>What else than the labels of a picture the cells may be, as a sentence; null where nothing says so. Corners are told by
    /// <see cref="WhyNot"/>; an edge with width and height looks like anything.</summary>
    public string? Doubt =>
        _cells >= LeastDoubted && _width >= Corners && _alike == _cells && 2 * _unsorted > _cells
            ? $"Each of {_cells:N0} images has {_width} numbers, in no order of classes: ranked answers, or a box, may have been read as "
                + "labels, and an answer that is any of them is right."
            : null;

    static bool AreBoxes(int[] numbers, int width)
    {
        if (numbers.Length % width != 0)
            return false;
        for (var end = width; end <= numbers.Length; end += width)
            if (numbers[end - 4] >= numbers[end - 2] || numbers[end - 3] >= numbers[end - 1])
                return false;
        return true;
    }
}
