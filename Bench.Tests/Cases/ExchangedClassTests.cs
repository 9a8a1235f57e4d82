using Bench.Service.Claims;

namespace Bench.Tests.Cases;

/// <summary>Two classes of many whose numbers were exchanged, or that have one number, as names that two classes have do.</summary>
public sealed class ExchangedClassTests
{
    const int Classes = 20;
    const int Each = 50;

    [Theory]
    [InlineData("as it is", null)]
    [InlineData("exchanged", true)]
    [InlineData("one number", false)]
    [InlineData("alike", null)]
    [InlineData("nearly everything is 4", null)]
    public void They_are_found_and_classes_that_look_alike_are_not(string kind, bool? exchanged)
    {
        int[] right = [.. Enumerable.Range(0, Classes * Each).Select(i => i % Classes)];
        // A model that is right three times of four, and else some classes away.
        int[] stated = [.. right.Select((label, i) => Sent(i / Classes % 4 == 3 ? (label + 2 + i % 7) % Classes : label, i))];

        var found = ExchangedClasses.Find(stated, right);

        (found?.AreExchanged).ShouldBe(exchanged);
        if (found is { } pair)
            new[] { pair.One, pair.Other }.ShouldBe([4, 9], ignoreOrder: true);

        int Sent(int label, int image) =>
            kind switch
            {
                "exchanged" => label switch
                {
                    4 => 9,
                    9 => 4,
                    _ => label,
                },
                "one number" => label == 9 ? 4 : label,
                "alike" => label is 4 or 9 && image / Classes % 2 == 0 ? 13 - label : label,
                "nearly everything is 4" => image % 5 == 0 ? label : 4,
                _ => label,
            };
    }
}
