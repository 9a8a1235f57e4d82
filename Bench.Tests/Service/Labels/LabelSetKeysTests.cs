using Bench.Service.Labels.Registration;

namespace Bench.Tests.Service.Labels;

public sealed class LabelSetKeysTests
{
    [Theory]
    [InlineData("ReaL_2.0-b", null)]
    [InlineData("a b", "'a b' is not a valid key")]
    [InlineData("-a", "'-a' is not a valid key")]
    [InlineData("original", "'original' is made by the service itself")]
    public void A_key_is_what_an_address_and_a_column_can_name(string key, string? wrong)
    {
        if (wrong is null)
            LabelSetKeys.Wrong(key).ShouldBeNull();
        else
            LabelSetKeys.Wrong(key)!.ShouldStartWith(wrong);
    }

    [Theory]
    [InlineData("My labels (2)", "my-labels-2")]
    [InlineData("real_v1.1", "real_v1.1")]
    [InlineData("...", "")]
    public void A_file_without_a_key_is_called_by_its_name(string file, string key) => LabelSetKeys.Of(file).ShouldBe(key);
}
