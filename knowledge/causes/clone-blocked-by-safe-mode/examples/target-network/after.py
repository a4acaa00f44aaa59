import numpy as np
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Sequential, clone_model
import tensorflow as tf

GAIN = 2.0


@tf.keras.utils.register_keras_serializable()
class GainLayer(tf.keras.layers.Layer):
    def __init__(self, gain, **kwargs):
        super().__init__(**kwargs)
        self.gain = gain

    def call(self, a):
        return self.gain * a

    def get_config(self):
        return {**super().get_config(), "gain": self.gain}


class Agent:
    def __init__(self, size):
        self.actor = Sequential([Input((size,)), Dense(4, "tanh"), GainLayer(gain=GAIN, name="gain")])
        self.target = clone_model(self.actor)
        self.target.set_weights(self.actor.get_weights())


agent = Agent(3)
print(agent.target.predict(np.zeros((1, 3)), verbose=0))
