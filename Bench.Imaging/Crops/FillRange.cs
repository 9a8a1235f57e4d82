using System.Threading.Channels;

namespace Bench.Imaging.Crops;

/// <summary>Hands out the indices of a range one by one and announces how far they are done without a gap.</summary>
sealed class FillRange(int first, int count, ChannelWriter<int> progress)
{
    readonly Lock _gate = new();
    readonly bool[] _done = new bool[count];
    int _taken = -1;
    int _contiguous;

    public bool TryTake(out int index)
    {
        var next = Interlocked.Increment(ref _taken);
        index = first + next;
        return next < count;
    }

    public void Done(int index)
    {
        lock (_gate)
        {
            _done[index - first] = true;
            var before = _contiguous;
            while (_contiguous < count && _done[_contiguous])
                _contiguous++;
            // Inside the lock, so that the channel never falls back to a lower number.
            if (_contiguous > before)
                progress.TryWrite(first + _contiguous);
        }
    }
}
