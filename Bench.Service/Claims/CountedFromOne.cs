namespace Bench.Service.Claims;

/// <summary>Class numbers of which one is too large, and none is 0.</summary>
static class CountedFromOne
{
    /// <summary>The likely cause, as the end of a sentence without its full stop; empty where it is another.</summary>
    public static string Words(long least, long most, int classes) =>
        least >= 1 && most == classes ? ". They look counted from 1: the first class is 0" : "";
}
